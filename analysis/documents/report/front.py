"""The pages before the text: set-up, title page, contents, abbreviations."""

from __future__ import annotations

import json

from analysis.displays.notes import ABBREVIATIONS
from analysis.documents.heads import format_running_head
from analysis.documents.native import format_blocks, format_html, format_typst, format_word_paragraph, format_word_run
from analysis.documents.prose.pages import format_stamp
from analysis.documents.report.appendices import format_studied_period
from analysis.documents.report.gaps import format_told
from analysis.documents.report.grid import format_fields
from analysis.documents.session import Session, escape
from analysis.study.model import Identity
from analysis.study.wording import format_name

#: What medical and statistical reports call by letters; a study adds its own in study.yaml.
GENERAL = {
    "ADaM": "Analysis Data Model",
    "AE": "adverse event",
    "ALT": "alanine aminotransferase",
    "AR(1)": "first-order autoregressive",
    "AST": "aspartate aminotransferase",
    "CDISC": "Clinical Data Interchange Standards Consortium",
    "CRF": "case report form",
    "CSR": "clinical study report",
    "CTCAE": "Common Terminology Criteria for Adverse Events",
    "ECG": "electrocardiogram",
    "E3": "ICH guideline on the structure and content of clinical study reports",
    "E9": "ICH guideline on statistical principles for clinical trials",
    "FDR": "false discovery rate",
    "GCP": "Good Clinical Practice",
    "HTML": "HyperText Markup Language",
    "ICH": "International Council for Harmonisation",
    "IEC": "independent ethics committee",
    "IRB": "institutional review board",
    "MELD": "Model for End-Stage Liver Disease",
    "MELD-Na": "Model for End-Stage Liver Disease with sodium",
    "MMRM": "mixed model for repeated measures",
    "NE": "not estimable",
    "QTcF": "QT interval corrected by Fridericia's formula",
    "REML": "restricted maximum likelihood",
    "SAE": "serious adverse event",
    "SAP": "statistical analysis plan",
    "SDTM": "Study Data Tabulation Model",
    "SHA-256": "Secure Hash Algorithm with 256 bits",
    "ULN": "upper limit of normal",
    "df": "degrees of freedom",
}


def format_report_setup(session: Session) -> str:
    """report_setup(): the looks of a report's pages, and what stands in its running head."""
    about, document = session.study.study, session.study.document(session.document)
    title = f"{document.kind or about.short_title}: {about.title}"
    return format_setup(about, title, format_running_head(about, document), "#show: report")


def format_setup(about: Identity, title: str, head: str, looks: str = "") -> str:
    """The looks of a report's pages, the title in its properties, its running head, and the stamp.

    ``looks``: more of them, in Typst.
    """
    authors = "; ".join(author.name for author in about.authors)
    metadata = {"pagetitle": title, "lang": about.language, "author-meta": authors}
    lines = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in metadata.items())
    stamp = format_stamp(about)
    blocks = format_blocks(
        html=f'<p class="stamp" role="note">{format_html(stamp)}</p>' if stamp else "",
        typst="\n".join(
            [
                '#import "styles/report.typ": *',
                f"#set document(title: {format_typst(title)}, author: ({format_typst(authors)},))",
                f'#set text(lang: "{about.language[:2]}", region: "{about.language[3:]}")',
                f"#running-head.update({format_typst(head)})",
                f"#running-stamp.update({format_typst(stamp)})",
                looks,
            ]
        ),
    )
    return f"---\n{lines}\n---\n\n{blocks}"


def format_report_title(session: Session) -> str:
    """report_title(): what kind of document it is, the trial's title, and the stamp."""
    about = session.study.study
    return format_title(about, session.study.document(session.document).kind)


def format_title(about: Identity, kind: str) -> str:
    """What kind of document it is, the trial's title, and the stamp."""
    word = [
        format_word_paragraph("Kind", format_word_run(kind)),
        format_word_paragraph("Title", format_word_run(about.title)),
    ]
    told = (("stamp", format_stamp(about)), ("kind", kind), ("title", about.title))
    lines = f'<p class="kind">{format_html(kind)}</p><h1>{format_html(about.title)}</h1>'
    return format_blocks(
        html=f'<header class="title-page">{lines}</header>',
        typst=f"#report-title({', '.join(f'{name}: {format_typst(text)}' for name, text in told)})",
        openxml="\n".join(word),
    )


def format_title_fields(session: Session) -> str:
    """title_fields(): what E3 wants on the title page, from study.yaml."""
    about = session.study.study
    stated = [
        ("Protocol code", "number"),
        ("Registration", "registration"),
        ("Phase", "phase"),
        ("Investigational product", "product/name"),
        ("Indication", "indication"),
        ("Sponsor", "sponsor"),
    ]
    rows = [("Study", escape(about.id))]
    rows += [(name, format_told(session, f"protocol/{path}", name.lower())) for name, path in stated]
    rows += [(person.role, _name(session, n, person.role)) for n, person in enumerate(session.study.protocol.people)]
    rows += [
        (
            "Good Clinical Practice",
            format_told(session, "protocol/good_practice", "statement that the trial followed it"),
        ),
        ("Studied period", format_studied_period(session)),
        ("Data of", session.fact("study/data_date")),
        ("Status", escape(about.status)),
        ("Date of the report", format_told(session, "protocol/report_date", "date of the report")),
    ]
    return format_fields(rows)


def format_contents(session: Session) -> str:  # noqa: ARG001 - a verb
    """contents(): all sections with links and, where there are pages, with their pages."""
    blocks = format_blocks(typst="#contents()", openxml="<w:p><w:r><w:t>CONTENTS:sections</w:t></w:r></w:p>")
    return f"{blocks}\n\n::: {{.contents}}\n:::"


def format_abbreviations(session: Session) -> str:
    """abbreviations(): those that this document uses, explained; they are found when it is made."""
    known = GENERAL | ABBREVIATIONS
    known |= {p.short: p.label for p in session.study.parameters if p.short and not p.label.startswith(p.short)}
    known |= {one["name"]: one["label"] for one in session.description["datasets"]}
    known |= session.study.protocol.abbreviations
    told = {short: text[:1].upper() + text[1:] for short, text in sorted(known.items())}
    entries = "\n\n".join(f"{escape(short)}\n:   {escape(text)}" for short, text in told.items())
    return f"::: {{.abbreviations}}\n{entries}\n:::"


def format_terms(session: Session) -> str:
    """terms(): terms with a meaning of their own in this trial."""
    terms = session.study.protocol.terms
    return format_fields([(escape(term), escape(text)) for term, text in terms.items()]) if terms else "None."


def _name(session: Session, number: int, role: str) -> str:
    return format_told(session, f"protocol/people/{number}/name", f"name of the {format_name(role)}")

"""The classes of CDISC's Analysis Results Standard 1.0 that we write: what they hold, and what must be there.

Facts of the standard's model (github.com/cdisc-org/analysis-results-standard, model/ars_ldm.yaml, version 1.0). A slot
names the class or enumeration of its value, in brackets where it is a list; ``str``, ``int`` and ``bool`` are plain
values, ``ref`` is the id of something that the file defines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

NAMED = {"name!": "str", "description": "str", "label": "str"}
WHERE = {"level!": "int", "order!": "int", "condition": "WhereClauseCondition"}
#: ``!`` marks what must be there.
CLASSES: dict[str, dict[str, str]] = {
    "ReportingEvent": NAMED
    | {
        "id!": "str",
        "version": "int",
        "mainListOfContents!": "ListOfContents",
        "otherListsOfContents": "[ListOfContents]",
        "referenceDocuments": "[ReferenceDocument]",
        "terminologyExtensions": "[TerminologyExtension]",
        "analysisSets": "[AnalysisSet]",
        "dataSubsets": "[DataSubset]",
        "analysisGroupings": "[GroupingFactor]",
        "methods": "[AnalysisMethod]",
        "analyses": "[Analysis]",
        "outputs": "[Output]",
    },
    "ListOfContents": NAMED | {"contentsList!": "NestedList"},
    "NestedList": {"listItems": "[OrderedListItem]"},
    "OrderedListItem": NAMED
    | {"level!": "int", "order!": "int", "analysisId": "ref", "outputId": "ref", "sublist": "NestedList"},
    "ReferenceDocument": NAMED | {"id!": "str", "location": "str"},
    "TerminologyExtension": {"id!": "str", "enumeration": "str", "sponsorTerms!": "[SponsorTerm]"},
    "SponsorTerm": {"id!": "str", "submissionValue!": "str", "description": "str"},
    "AnalysisSet": NAMED | WHERE | {"id!": "str"},
    "DataSubset": NAMED | WHERE | {"id!": "str"},
    "WhereClauseCondition": {
        "dataset": "str",
        "variable": "str",
        "comparator": "ConditionComparatorEnum",
        "value": "[str]",
    },
    "GroupingFactor": NAMED
    | {
        "id!": "str",
        "dataDriven!": "bool",
        "groupingDataset": "str",
        "groupingVariable": "str",
        "groups": "[Group]",
    },
    "Group": NAMED | WHERE | {"id!": "str", "compoundExpression": "CompoundGroupExpression"},
    "CompoundGroupExpression": {
        "logicalOperator!": "ExpressionLogicalOperatorEnum",
        "whereClauses": "[ReferencedGroup]",
    },
    "ReferencedGroup": {"level!": "int", "order!": "int", "subClauseId!": "ref"},
    "AnalysisMethod": NAMED | {"id!": "str", "operations!": "[Operation]"},
    "Operation": NAMED | {"id!": "str", "order!": "int", "resultPattern": "str"},
    "Analysis": NAMED
    | {
        "id!": "str",
        "version": "int",
        "reason!": "AnalysisReasonEnum",
        "purpose!": "AnalysisPurposeEnum",
        "dataset": "str",
        "variable": "str",
        "analysisSetId": "ref",
        "dataSubsetId": "ref",
        "orderedGroupings": "[OrderedGroupingFactor]",
        "methodId!": "ref",
        "results": "[OperationResult]",
    },
    "OrderedGroupingFactor": {"order!": "int", "groupingId!": "ref", "resultsByGroup!": "bool"},
    "OperationResult": {
        "operationId!": "ref",
        "resultGroups": "[ResultGroup]",
        "rawValue": "str",
        "formattedValue": "str",
    },
    "ResultGroup": {"groupingId!": "ref", "groupId": "ref", "groupValue": "str"},
    "Output": NAMED
    | {"id!": "str", "version": "int", "fileSpecifications": "[OutputFile]", "displays!": "[OrderedDisplay]"},
    "OutputFile": NAMED | {"fileType": "OutputFileTypeEnum", "location": "str"},
    "OrderedDisplay": {"order!": "int", "display!": "OutputDisplay"},
    "OutputDisplay": NAMED
    | {"id!": "str", "version": "int", "displayTitle": "str", "displaySections": "[DisplaySection]"},
    "DisplaySection": {"sectionType": "DisplaySectionTypeEnum", "orderedSubSections": "[OrderedSubSection]"},
    "OrderedSubSection": {"order!": "int", "subSection!": "DisplaySubSection"},
    "DisplaySubSection": {"id!": "str", "text!": "str"},
}
#: Enumerations; those that a sponsor may extend stand as an object with ``controlledTerm`` or ``sponsorTermId``.
ENUMERATIONS = {
    "ConditionComparatorEnum": ("EQ", "NE", "GT", "GE", "LT", "LE", "IN", "NOTIN"),
    "ExpressionLogicalOperatorEnum": ("AND", "OR", "NOT"),
    "DisplaySectionTypeEnum": ("Header", "Title", "Rowlabel Header", "Legend", "Abbreviation", "Footnote", "Footer"),
}
EXTENSIBLE = {
    "OutputFileTypeEnum": ("pdf", "rtf", "txt"),
    "AnalysisReasonEnum": (
        *("SPECIFIED IN PROTOCOL", "SPECIFIED IN SAP", "DATA DRIVEN"),
        "REQUESTED BY REGULATORY AGENCY",
    ),
    "AnalysisPurposeEnum": (
        *("PRIMARY OUTCOME MEASURE", "SECONDARY OUTCOME MEASURE"),
        "EXPLORATORY OUTCOME MEASURE",
    ),
}
PLAIN: dict[str, type] = {"str": str, "int": int, "bool": bool, "ref": str}


def check_ars(event: dict[str, Any]) -> list[str]:
    """The faults of a reporting event: what is missing, unknown, of the wrong type, or refers to nothing."""
    defined: set[str] = set()
    referred: dict[str, str] = {}
    faults = list(_check(event, "ReportingEvent", "", defined, referred))
    return faults + [
        f"{where}: refers to {name}, which is not defined" for name, where in referred.items() if name not in defined
    ]


def _check(value: Any, kind: str, where: str, defined: set[str], referred: dict[str, str]) -> Iterator[str]:
    if kind.startswith("["):
        if not isinstance(value, list):
            yield f"{where}: is no list"
            return
        for number, item in enumerate(value):
            yield from _check(item, kind[1:-1], f"{where}[{number}]", defined, referred)
    elif kind in CLASSES:
        yield from _check_object(value, kind, where, defined, referred)
    else:
        yield from _check_plain(value, kind, where, referred)


def _check_object(value: Any, kind: str, where: str, defined: set[str], referred: dict[str, str]) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where}: is no {kind}"
        return
    slots = {name.rstrip("!"): slot for name, slot in CLASSES[kind].items()}
    for name in CLASSES[kind]:
        if name.endswith("!") and name[:-1] not in value:
            yield f"{where}: {kind} lacks {name[:-1]}"
    if "id" in value:
        defined.add(value["id"])
    for name, inner in value.items():
        if name in slots:
            yield from _check(inner, slots[name], f"{where}.{name}".lstrip("."), defined, referred)
        else:
            yield f"{where}: {kind} has no {name}"


def _check_plain(value: Any, kind: str, where: str, referred: dict[str, str]) -> Iterator[str]:
    if kind in ENUMERATIONS:
        if value not in ENUMERATIONS[kind]:
            yield f"{where}: {value!r} is no {kind}"
    elif kind in EXTENSIBLE:
        terms = value if isinstance(value, dict) else {}
        if "sponsorTermId" in terms:
            referred.setdefault(str(terms["sponsorTermId"]), where)
        elif terms.get("controlledTerm") not in EXTENSIBLE[kind]:
            yield f"{where}: {value!r} is no {kind}"
    elif not isinstance(value, PLAIN[kind]) or (kind == "int" and isinstance(value, bool)):
        yield f"{where}: {value!r} is no {kind}"
    elif kind == "ref":
        referred.setdefault(str(value), where)

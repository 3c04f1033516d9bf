"""A build against the seal: every result and product, and what each difference is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from analysis.results.table import Results, format_stat
from analysis.verification.sayings import READ, Saying
from analysis.verification.seal import Part, Seal
from analysis.verification.tolerance import Kind, derive_kind

NEW, GONE = "not in the seal", "sealed, but not made here"


@dataclass(frozen=True)
class Difference:
    """A result or product that is not to the byte what was sealed."""

    name: str
    kind: Kind
    sealed: str
    found: str


@dataclass(frozen=True)
class SealCheck:
    """How many results and products are of each kind, all differences, and the data that are not those sealed.

    ``apart`` tells what could not be compared, and why.
    """

    results: Mapping[Kind, int]
    products: Mapping[Kind, int]
    differences: tuple[Difference, ...]
    data: tuple[str, ...]
    apart: str = ""

    @property
    def worst(self) -> Kind:
        """The kind of the gravest difference."""
        return max((one.kind for one in self.differences), default=Kind.SAME_BYTES)

    @property
    def material(self) -> tuple[Difference, ...]:
        """The differences that matter."""
        return tuple(one for one in self.differences if one.kind is Kind.MATERIAL)


def verify_seal(
    seal: Seal, results: Results, products: Mapping[str, Saying], data: Mapping[tuple[str, str], Part]
) -> SealCheck:
    """Everything of a build against the seal; nothing is left out on either side."""
    rows = list(_compare_rows(seal, results))
    worst = max((one.kind for one in rows), default=Kind.SAME_BYTES)
    files = list(_compare_products(seal.products, products, worst))
    found = [one for one in (*rows, *files) if one.kind is not Kind.SAME_BYTES]
    found.sort(key=lambda one: -one.kind)
    return SealCheck(_count(rows), _count(files), tuple(found), tuple(_compare_data(seal.data, data)))


def _count(differences: Iterable[Difference]) -> dict[Kind, int]:
    counted = Counter(one.kind for one in differences)
    return {kind: counted[kind] for kind in Kind}


def _compare_rows(seal: Seal, results: Results) -> Iterator[Difference]:
    for name, sealed in seal.values.items():
        if name not in results:
            yield Difference(name, Kind.MATERIAL, sealed.text, GONE)
            continue
        row = results[name]
        text = format_stat(row.stat)
        kind = derive_kind(row.stat_name, sealed.text, text, sealed.tolerance, sealed.scale)
        yield Difference(name, kind, sealed.text or "no value", text or "no value")
    for name in results:
        if name not in seal.values:
            yield Difference(name, Kind.MATERIAL, NEW, format_stat(results[name].stat))


def _compare_products(seal: Mapping[str, Saying], products: Mapping[str, Saying], rows: Kind) -> Iterator[Difference]:
    """A form that isn't read (PDF, Word, PNG, XPT) is judged by the one that is: the same content once more."""
    read = {name: _judge(seal, products, name, rows) for name in sorted({*seal, *products}) if _form(name) in READ}
    for name in sorted({*seal, *products}):
        if name in read:
            yield read[name]
            continue
        own = _judge(seal, products, name, rows)
        siblings = [one for other, one in read.items() if _stem(other) == _stem(name)]
        if own.found not in (NEW, GONE) and own.kind is not Kind.SAME_BYTES and siblings:
            worst = max(siblings, key=lambda one: one.kind)
            own = Difference(name, max(worst.kind, Kind.SAME_VALUE), own.sealed, worst.found or "packed otherwise")
        yield own


def _judge(seal: Mapping[str, Saying], products: Mapping[str, Saying], name: str, rows: Kind) -> Difference:
    if name not in products or name not in seal:
        found = GONE if name not in products else NEW
        return Difference(name, Kind.MATERIAL, "" if found is NEW else seal[name].bytes[:12], found)
    old, new = seal[name], products[name]
    sealed = old.bytes[:12]
    if old.bytes == new.bytes:
        return Difference(name, Kind.SAME_BYTES, sealed, "")
    if old.text and old.text == new.text:
        return Difference(name, Kind.SAME_VALUE, sealed, "says the same, packed otherwise")
    if old.words and old.words == new.words:
        by_data = PurePosixPath(name).parts[:2] == ("data", "datasets")  # there is no printing, and so no last digit
        return Difference(name, Kind.MATERIAL if by_data else max(rows, Kind.LAST_DIGIT), sealed, "other numbers")
    return Difference(name, Kind.MATERIAL, sealed, "other words" if old.words else "other content")


def _form(name: str) -> str:
    return PurePosixPath(name).suffix[1:]


def _stem(name: str) -> PurePosixPath:
    return PurePosixPath(name).with_suffix("")


def _compare_data(seal: Mapping[tuple[str, str], Part], data: Mapping[tuple[str, str], Part]) -> Iterator[str]:
    """A line for each file that is not the sealed one: whose records differ, and how many there are."""
    for name in sorted({file for file, subject in (*seal, *data) if not subject}):
        old, new = seal.get((name, "")), data.get((name, ""))
        if old is None or new is None:
            yield f"{name}: {NEW if old is None else 'in the seal, but not here'}"
        elif old.digest != new.digest:
            yield f"{name}: {_tell_change(name, old, new, seal, data)}"


def _tell_change(
    name: str, old: Part, new: Part, seal: Mapping[tuple[str, str], Part], data: Mapping[tuple[str, str], Part]
) -> str:
    subjects = sorted({subject for file, subject in (*seal, *data) if file == name and subject})
    changed = [s for s in subjects if seal.get((name, s)) != data.get((name, s))]
    if not changed:
        return "not the sealed file" if not subjects else "the same records, written otherwise or in another order"
    count = f"{old.records} records" if old.records == new.records else f"{old.records} records became {new.records}"
    told = []
    for subject in changed:
        before, after = (one[name, subject].records if (name, subject) in one else 0 for one in (seal, data))
        told.append(f"{subject} ({before} → {after})" if before != after else subject)
    return f"{count}; other content for {len(changed)} of {len(subjects)} subjects: {', '.join(told)}"

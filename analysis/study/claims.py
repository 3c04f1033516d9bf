"""What was published, and how study.yaml says that the build is to be held against it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]


class Block(BaseModel):
    """A part of study.yaml: unknown keys are refused, values don't change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(Block):
    """What a results row must satisfy: compared with a value, or with ``times`` another row."""

    row: str
    op: Literal["=", "<", ">", ">=", "<="]
    value: float | None = None
    decimals: int | None = Field(None, ge=0, le=8, description="round the row (and value) before comparing")
    times: float = 1.0
    of: str | None = None


class Claim(Block):
    """A published statement and the conditions under which the build agrees with it, or why there can be none."""

    id: Name
    text: str
    published: str
    note: str = ""
    holds_when: tuple[Condition, ...] = ()
    not_checkable: str = Field("", description="why no result can confirm or contradict it; then without holds_when")

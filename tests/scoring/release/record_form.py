"""The form of a record of the Model Openness Tool, as its documents and its 273 records show it
(lfai/model_openness_tool, MIT): written down here in our own words, for a JSON Schema validator."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NAME: Schema = {"type": "string", "minLength": 1}
DAY: Schema = {"type": "string", "format": "date"}
TEXT_OR_NONE: Schema = {"type": ["string", "null"]}
TYPES = "language vision image audio video 3d code multimodal other"
ARCHITECTURES = (
    "transformer", "transformer decoder", "transformer encoder-decoder", "decoder", "encoder",
    "diffusion", "RNN", "CNN", "LSTM", "NeRF", "hybrid", "undisclosed", "other",
)  # fmt: skip
TREATMENTS = ("pre-trained", "instruct fine-tuned", "chat fine-tuned")


def mapping(*needed: str, **known: Schema) -> Schema:
    """Names with values; more names may stand there."""
    return {"type": "object", "properties": known, "required": list(needed)}


LICENCE = mapping(name=TEXT_OR_NONE, path=TEXT_OR_NONE)
COMPONENT = mapping(
    name=TEXT, description=TEXT, license=TEXT, license_path=TEXT, component_path=TEXT
)
RELEASE = mapping(
    "name", "license", "producer", "components",
    name=NAME, version=TEXT, date=DAY, producer=TEXT, origin=TEXT, contact=TEXT,
    type={"enum": ["", *TYPES.split()]},
    architecture={"enum": ["", *ARCHITECTURES]},
    treatment={"enum": list(TREATMENTS)},
    license=mapping(distribution=LICENCE, code=LICENCE, document=LICENCE, data=LICENCE),
    components={"type": "array", "maxItems": 17, "items": COMPONENT},
)  # fmt: skip
RECORD = mapping(
    "framework", "release",
    framework=mapping(
        "name", "version", "date",
        name={"enum": ["Model Openness Framework"]}, version=TEXT, date=DAY,
    ),
    release=RELEASE,
)  # fmt: skip

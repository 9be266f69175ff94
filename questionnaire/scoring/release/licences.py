"""Licences: which are open, for what kind of component, and what the others limit.

A licence is known by its id as SPDX writes it, letter by letter: the Model Openness Tool takes
"Apache 2.0" for no licence that it knows. Only for a base is the case let go, since the pages of
models write ids small. A licence is open (D2.3) if the OSI approved it, if the FSF calls it free,
if it is one of 31 open-data licences, or if it is OpenMDW-1.0. Sources: the SPDX list and the list
of open-data licences that the tool carries (lfai/model_openness_tool, licenses.json,
mof-licenses.json, LicenseHandler.php at 8b5d30e). What the others limit is read from their own
names and terms (D8.2, D8.3, D8.6, D8.7, D10.7).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


def _ids(text: str) -> frozenset[str]:
    return frozenset(text.split())


OSI = _ids(
    """
    0BSD AAL AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 AGPL-3.0 AGPL-3.0-only AGPL-3.0-or-later
    Apache-1.1 Apache-2.0 APL-1.0 APSL-1.0 APSL-1.1 APSL-1.2 APSL-2.0 Artistic-1.0 Artistic-1.0-cl8
    Artistic-1.0-Perl Artistic-2.0 BlueOak-1.0.0 BSD-1-Clause BSD-2-Clause BSD-2-Clause-Patent
    BSD-3-Clause BSD-3-Clause-LBNL BSL-1.0 CAL-1.0 CAL-1.0-Combined-Work-Exception CATOSL-1.1
    CDDL-1.0 CECILL-2.1 CERN-OHL-P-2.0 CERN-OHL-S-2.0 CERN-OHL-W-2.0 CNRI-Python CPAL-1.0 CPL-1.0
    CUA-OPL-1.0 ECL-1.0 ECL-2.0 EFL-1.0 EFL-2.0 Entessa EPL-1.0 EPL-2.0 EUDatagrid EUPL-1.1 EUPL-1.2
    Fair Frameworx-1.0 GPL-2.0 GPL-2.0+ GPL-2.0-only GPL-2.0-or-later GPL-3.0 GPL-3.0+ GPL-3.0-only
    GPL-3.0-or-later GPL-3.0-with-GCC-exception HPND ICU Intel IPA IPL-1.0 ISC Jam LGPL-2.0
    LGPL-2.0+ LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1 LGPL-2.1+ LGPL-2.1-only LGPL-2.1-or-later
    LGPL-3.0 LGPL-3.0+ LGPL-3.0-only LGPL-3.0-or-later LiLiQ-P-1.1 LiLiQ-R-1.1 LiLiQ-Rplus-1.1
    LPL-1.0 LPL-1.02 LPPL-1.3c MirOS MIT MIT-0 MIT-Modern-Variant Motosoto MPL-1.0 MPL-1.1 MPL-2.0
    MPL-2.0-no-copyleft-exception MS-PL MS-RL MulanPSL-2.0 Multics NASA-1.3 Naumen NCSA NGPL Nokia
    NPOSL-3.0 NTP OCLC-2.0 OFL-1.1 OFL-1.1-no-RFN OFL-1.1-RFN OGTSL OLDAP-2.8 OLFL-1.3 OSET-PL-2.1
    OSL-1.0 OSL-2.0 OSL-2.1 OSL-3.0 PHP-3.0 PHP-3.01 PostgreSQL Python-2.0 QPL-1.0 RPL-1.1 RPL-1.5
    RPSL-1.0 RSCPL SimPL-2.0 SISSL Sleepycat SPL-1.0 UCL-1.0 Unicode-3.0 Unicode-DFS-2016 Unlicense
    UPL-1.0 VSL-1.0 W3C Watcom-1.0 wxWindows Xnet Zlib ZPL-2.0 ZPL-2.1
    """
)
FSF_ONLY = _ids(
    """
    AGPL-1.0 Apache-1.0 BitTorrent-1.1 BSD-2-Clause-FreeBSD BSD-2-Clause-NetBSD BSD-3-Clause-Clear
    BSD-4-Clause CC-BY-4.0 CC-BY-SA-4.0 CC0-1.0 CECILL-2.0 CECILL-B CECILL-C ClArtistic Condor-1.1
    eCos-2.0 FSFAP FTL GFDL-1.1 GFDL-1.1-only GFDL-1.1-or-later GFDL-1.2 GFDL-1.2-only
    GFDL-1.2-or-later GFDL-1.3 GFDL-1.3-only GFDL-1.3-or-later gnuplot IJG iMatix Imlib2 LPPL-1.2
    LPPL-1.3a NOSL NPL-1.0 NPL-1.1 Nunit ODbL-1.0 OFL-1.0 OLDAP-2.3 OLDAP-2.7 OpenSSL OSL-1.1 Ruby
    SGI-B-2.0 SMLNJ StandardML-NJ Vim WTFPL X11 XFree86-1.1 xinetd YPL-1.1 Zend-2.0 Zimbra-1.3
    """
)
OPEN_DATA = _ids(
    """
    CC0-1.0 CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-2.5-AU CC-BY-3.0 CC-BY-3.0-AT CC-BY-3.0-AU
    CC-BY-3.0-DE CC-BY-3.0-IGO CC-BY-3.0-NL CC-BY-3.0-US CC-BY-4.0 CC-BY-SA-1.0 CC-BY-SA-2.0
    CC-BY-SA-2.0-UK CC-BY-SA-2.1-JP CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-3.0-AT CC-BY-SA-4.0
    CDLA-Permissive-1.0 CDLA-Permissive-2.0 CDLA-Sharing-1.0 ODC-PDDL-1.0 ODC-By-1.0 ODbL-1.0
    GFDL-1.3 OGL-Canada-2.0 OGL-UK-2.0 OGL-UK-3.0
    """
)
EVERYTHING = "OpenMDW-1.0"
"""One permissive licence for model, data, code and documents together (D2.5)."""
SOURCE_AVAILABLE = _ids("BUSL-1.1 Elastic-2.0 SSPL-1.0")
"""Licences under which the source can be read and not every use is free: none of them is open."""
FITS = {
    "code": _ids(
        """
        0BSD AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 Apache-1.0 Apache-1.1 Apache-2.0 ECL-1.0
        ECL-2.0 ISC MIT MIT-0 MulanPSL-1.0 MulanPSL-2.0 NCSA UPL-1.0 OpenMDW-1.0
        """
    ),
    "data": _ids("C-UDA-1.0 CDLA-Permissive-1.0 CDLA-Permissive-2.0 PDDL-1.0 OpenMDW-1.0"),
    "document": _ids(
        """
        Apache-2.0 CC-BY-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 CC-PDDC CC0-1.0 FreeBSD-DOC OpenMDW-1.0
        """
    ),
}
"""What the tool calls appropriate for a kind; an open licence outside of it only warns."""
NO_LICENCE = "unlicensed"
"""How the tool's files say that a component has no licence, whatever the whole has."""


class Terms(StrEnum):
    """What a licence lets others do."""

    PERMISSIVE = "permissive"
    SHARE_ALIKE = "share-alike"
    USE_LIMITS = "use-limits"
    USER_LIMITS = "user-limits"
    NOT_COMMERCIAL = "not-commercial"
    NO_CHANGES = "no-changes"
    NONE = "none"
    UNKNOWN = "unknown"


LIMITED = {Terms.USE_LIMITS, Terms.USER_LIMITS, Terms.NOT_COMMERCIAL, Terms.NO_CHANGES}


@dataclass(frozen=True, slots=True)
class Licence:
    """What is known of a licence. approved: by the OSI; open: by the rule above."""

    ident: str
    approved: bool
    open: bool
    terms: Terms

    def fits(self, kind: str) -> bool:
        """Whether it was made for components of this kind: code, data or document."""
        return self.ident in FITS.get(kind, ()) or (kind == "data" and self.ident in OPEN_DATA)


def is_open(ident: str) -> bool:
    """Whether a licence with this very id is open, as the Model Openness Tool asks it."""
    return ident in OSI or ident in FSF_ONLY or ident in OPEN_DATA or ident == EVERYTHING


def licence_of(ident: str) -> Licence:
    """What is known of a licence by its id; an unknown or empty one is neither open nor known."""
    return Licence(ident, ident in OSI, is_open(ident), _terms(ident))


def base_id(typed: str) -> str:
    """The id of a base's licence, whatever its case: "apache-2.0" on a model's page is Apache-2.0.
    As typed where no known licence is called so."""
    return BY_FOLDED.get(typed.strip().casefold(), typed)


BY_FOLDED = {
    one.casefold(): one
    for one in (*sorted(OSI | FSF_ONLY | OPEN_DATA | SOURCE_AVAILABLE), EVERYTHING)
}
SHARES = ("GPL", "MPL", "EUPL", "CDDL", "EPL", "OSL", "CECILL", "ODBL", "GFDL", "CDLA-SHARING",
          "CC-BY-SA", "RPL", "CPL-", "CAL-", "MS-RL", "APSL", "SLEEPYCAT")  # fmt: skip
NAMED = (
    (Terms.NOT_COMMERCIAL, ("CC-BY-NC", "NONCOMMERCIAL", "NON-COMMERCIAL", "RESEARCH")),
    (Terms.NO_CHANGES, ("CC-BY-ND",)),
    (Terms.USE_LIMITS, ("RAIL", "RESPONSIBLE")),
    (Terms.USER_LIMITS, ("COMMUNITY LI", "COMMUNITY-LI", "LLAMA", "GEMMA")),
)  # fmt: skip


def _terms(ident: str) -> Terms:
    if not ident or ident == NO_LICENCE:
        return Terms.NONE
    upper = ident.upper()
    if is_open(ident):
        return Terms.SHARE_ALIKE if any(one in upper for one in SHARES) else Terms.PERMISSIVE
    if ident in SOURCE_AVAILABLE:
        return Terms.USE_LIMITS
    for terms, words in NAMED:
        if any(word in upper for word in words):
            return terms
    return Terms.UNKNOWN


OFFERED = {
    "code": ("Apache-2.0", "MIT", "BSD-3-Clause", "MPL-2.0", "GPL-3.0-or-later",
             "AGPL-3.0-or-later", EVERYTHING),
    "data": (EVERYTHING, "CDLA-Permissive-2.0", "CC-BY-4.0", "CC0-1.0", "ODC-By-1.0",
             "CC-BY-SA-4.0", "ODbL-1.0", "Apache-2.0", "MIT", "CC-BY-NC-4.0", "OpenRAIL-M"),
    "document": ("CC-BY-4.0", "CC0-1.0", "CC-BY-SA-4.0", EVERYTHING, "Apache-2.0",
                 "CC-BY-NC-4.0"),
}  # fmt: skip
"""What a page offers first for a kind; any other can be typed."""
USUAL = {"code": "Apache-2.0", "data": "CDLA-Permissive-2.0", "document": "CC-BY-4.0"}
"""What a new plan has, kind by kind: open, permissive, and made for it."""

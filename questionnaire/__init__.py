"""FMAssess: one app, one sub-package per stage; the folder list is the product sentence."""

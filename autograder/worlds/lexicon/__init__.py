"""The words of worlds: what names are composed of, and how English and Hebrew say and ask each fact."""

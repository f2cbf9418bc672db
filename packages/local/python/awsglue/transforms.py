"""Glue's transforms as classes with `apply`; each is a method of the dynamic frame."""


class ApplyMapping:
    @staticmethod
    def apply(frame, mappings, **rest):
        return frame.apply_mapping(mappings, **rest)


class ResolveChoice:
    @staticmethod
    def apply(frame, specs=None, choice="", **rest):
        return frame.resolveChoice(specs, choice, **rest)


class DropNullFields:
    @staticmethod
    def apply(frame, **rest):
        return frame.drop_null_fields(**rest)


class SelectFields:
    @staticmethod
    def apply(frame, paths, **rest):
        return frame.select_fields(paths, **rest)


class DropFields:
    @staticmethod
    def apply(frame, paths, **rest):
        return frame.drop_fields(paths, **rest)


class RenameField:
    @staticmethod
    def apply(frame, old_name, new_name, **rest):
        return frame.rename_field(old_name, new_name, **rest)


class Filter:
    @staticmethod
    def apply(frame, f, **rest):
        return frame.filter(f, **rest)


class Join:
    @staticmethod
    def apply(frame1, frame2, keys1, keys2, **rest):
        return frame1.join(keys1, keys2, frame2, **rest)

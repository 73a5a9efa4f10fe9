package dev.drover.group;

import dev.drover.spec.Digest;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.SpecReader;
import tools.jackson.databind.JsonNode;

/** Compares declarations after their defaults; only what makes machines is compared as it was declared. */
final class Extents {
    private Extents() {}

    static Declared.Extent between(GroupName name, JsonNode before, int sizeBefore, JsonNode after, int sizeAfter) {
        if (!Digest.of(before).equals(Digest.of(after))) {
            return Declared.Extent.REVISION;
        }
        if (sizeBefore != sizeAfter) {
            return Declared.Extent.SIZE;
        }
        boolean same = sized(name, before, sizeBefore).equals(sized(name, after, sizeAfter));
        return same ? Declared.Extent.NONE : Declared.Extent.POLICY;
    }

    private static GroupSpec sized(GroupName name, JsonNode tree, int size) {
        GroupSpec spec = SpecReader.read(name, tree);
        return new GroupSpec(
                spec.name(),
                spec.labels(),
                spec.allocation().withSize(size),
                spec.instance(),
                spec.flavor(),
                spec.health(),
                spec.update(),
                spec.repair(),
                spec.scaleIn(),
                spec.drain(),
                spec.protection());
    }
}

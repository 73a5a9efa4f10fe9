package dev.drover.group;

/** JSON Pointers (RFC 6901). */
final class Pointers {
    private Pointers() {}

    static String child(String parent, String key) {
        return parent + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    static String child(String parent, int index) {
        return parent + "/" + index;
    }

    /** The pointer to what holds this place, which must not be the whole document. */
    static String parent(String pointer) {
        return pointer.substring(0, pointer.lastIndexOf('/'));
    }
}

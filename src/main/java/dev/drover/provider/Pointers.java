package dev.drover.provider;

/** JSON Pointers (RFC 6901). */
public final class Pointers {
    private Pointers() {}

    public static String child(String parent, String key) {
        return parent + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    public static String child(String parent, int index) {
        return parent + "/" + index;
    }

    /** The pointer to what holds this place, which must not be the whole document. */
    public static String parent(String pointer) {
        return pointer.substring(0, pointer.lastIndexOf('/'));
    }
}

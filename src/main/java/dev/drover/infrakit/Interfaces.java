package dev.drover.infrakit;

import java.util.List;

/**
 * What a plugin offers.
 *
 * @param offers sorted as the plugin named them
 */
public record Interfaces(List<Offer> offers) {
    /** Instances are made by these. */
    public static final String INSTANCE = "Instance";
    /** What instances run is decided by these. */
    public static final String FLAVOR = "Flavor";

    public Interfaces {
        offers = List.copyOf(offers);
    }

    /** The offers of one interface, whatever their version. */
    public List<Offer> of(String name) {
        return offers.stream().filter(it -> it.name().equals(name)).toList();
    }

    /**
     * One object with one interface.
     *
     * @param name of the interface
     * @param version of the interface, as in {@code 0.6.1}; empty if the plugin does not say
     * @param object its name; empty for the default object
     */
    public record Offer(String name, String version, String object) {
        static Offer of(String nameAndVersion, String object) {
            int slash = nameAndVersion.indexOf('/');
            return slash < 0
                    ? new Offer(nameAndVersion, "", plain(object))
                    : new Offer(nameAndVersion.substring(0, slash), nameAndVersion.substring(slash + 1), plain(object));
        }

        private static String plain(String object) {
            return object.equals(".") ? "" : object;
        }

        /** As in {@code Instance/0.6.1}. */
        public String versioned() {
            return version.isEmpty() ? name : name + "/" + version;
        }
    }
}

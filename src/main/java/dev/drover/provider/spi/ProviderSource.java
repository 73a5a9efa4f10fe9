package dev.drover.provider.spi;

import java.time.Duration;
import java.util.List;

/**
 * Finds providers and flavors by itself, while Drover runs: specs name them, and nobody configures them. What is configured under
 * the same name comes first. What was found once is kept when it is away: then its calls fail, and nothing is made up for it.
 */
public interface ProviderSource {
    /** What the adapters of all that it finds are called, as {@code drover.providers.<name>.type} would say it. */
    String type();

    /** Where it looks. What was found is remembered over a restart for a replica on the same host that looks at the same place. */
    String place();

    /** How often it wants to look. */
    Duration every();

    /** How often a provider of its is listed. */
    Duration observeEvery();

    /** How many calls one replica makes at once of a provider of its. */
    int permits();

    /** Looks, and answers what is there and answers. It takes seconds at most, and is called by one thread at a time. */
    List<Sighting> look();

    /** Why the last look did not find this name, as a sentence. */
    String silence(String name);

    /** The provider of this name, whether it is there or not. */
    InstanceProvider instances(String name);

    /** The flavor of this name, whether it is there or not. */
    FlavorProvider flavor(String name);

    /**
     * Something that was found.
     *
     * @param name as specs give it
     * @param instances whether it makes instances
     * @param flavor whether it decides what instances run
     * @param interfaces what it says of itself, with versions, for people
     */
    record Sighting(String name, boolean instances, boolean flavor, List<String> interfaces) {
        public Sighting {
            interfaces = List.copyOf(interfaces);
        }
    }
}

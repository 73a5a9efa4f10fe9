package dev.drover.member;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a listing tells of an instance, in 64 bits (FNV-1a), so that a stored one can be compared without reading its JSON. Two
 * fingerprints that differ prove nothing: addresses or ports may be written in another way.
 */
final class Fingerprint {
    /** That of nothing: no instance has it. */
    static final long NONE = 0;

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final Comparator<String> AS_KEYS =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private long hash = OFFSET;

    private Fingerprint() {}

    /** Of a member row: addresses and ports as Postgres prints {@code jsonb}. */
    static long stored(String id, String phase, String addresses, String ports) {
        Fingerprint print = new Fingerprint();
        print.add(id).end().add(phase).end().add(addresses).end().add(ports);
        return print.hash | 1;
    }

    /** Of an instance as its provider tells it. */
    static long told(Instance instance) {
        return told(instance.id(), instance.phase(), instance.addresses(), instance.ports());
    }

    private static long told(ProviderId id, Phase phase, List<String> addresses, Map<String, Integer> ports) {
        Fingerprint print = new Fingerprint();
        print.add(id.value()).end().add(phase.name()).end();
        print.addresses(addresses).end().ports(ports);
        return print.hash | 1;
    }

    private Fingerprint addresses(List<String> addresses) {
        add("[");
        for (int i = 0; i < addresses.size(); i++) {
            add(i == 0 ? "\"" : ", \"").add(addresses.get(i)).add("\"");
        }
        return add("]");
    }

    private void ports(Map<String, Integer> ports) {
        add("{");
        String before = "\"";
        for (String name : names(ports)) {
            add(before).add(name).add("\": ").add(String.valueOf(ports.get(name)));
            before = ", \"";
        }
        add("}");
    }

    private static Iterable<String> names(Map<String, Integer> ports) {
        return ports.size() < 2
                ? ports.keySet()
                : ports.keySet().stream().sorted(AS_KEYS).toList();
    }

    private Fingerprint add(String text) {
        long value = hash;
        for (int i = 0; i < text.length(); i++) {
            value = (value ^ text.charAt(i)) * PRIME;
        }
        hash = value;
        return this;
    }

    /** No text holds this character: the next one is another part. */
    private Fingerprint end() {
        hash = (hash ^ Character.MAX_VALUE) * PRIME;
        return this;
    }
}

package dev.drover.infrakit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks a plugin what it offers, in the way of the newest plugins, and if it does not know that, in that of older ones. */
final class Handshake {
    private static final Map<String, Object> NOTHING = Map.of();

    private final Asked asked;

    Handshake(Asked asked) {
        this.asked = asked;
    }

    /** One question to the plugin. */
    interface Asked {
        <T> T call(String method, Object params, Class<T> shape);
    }

    Interfaces interfaces() {
        try {
            return hello(asked.call("Handshake.Hello", NOTHING, Hello.class));
        } catch (CallFailed e) {
            return ifOlder(e, this::named);
        }
    }

    /** Versions 0.3 to 0.5. */
    private Interfaces named() {
        try {
            return implemented(asked.call("Handshake.Implements", NOTHING, Implements.class), types());
        } catch (CallFailed e) {
            return ifOlder(
                    e, () -> implemented(asked.call("Plugin.Implements", NOTHING, Implements.class), new Types(null)));
        }
    }

    private Types types() {
        try {
            return asked.call("Handshake.Types", NOTHING, Types.class);
        } catch (CallFailed e) {
            return ifOlder(e, () -> new Types(null));
        }
    }

    private static <T> T ifOlder(CallFailed failure, Supplier<T> otherwise) {
        if (failure.kind() != CallFailed.Kind.ANSWERED) {
            throw failure;
        }
        return otherwise.get();
    }

    private static Interfaces hello(Hello answer) {
        List<Interfaces.Offer> offers = new ArrayList<>();
        orEmpty(answer.objects())
                .forEach((name, objects) -> orEmpty(objects).stream()
                        .filter(Objects::nonNull)
                        .forEach(it -> offers.add(Interfaces.Offer.of(name, it.name() == null ? "" : it.name()))));
        return new Interfaces(offers);
    }

    private static Interfaces implemented(Implements answer, Types types) {
        List<Interfaces.Offer> offers = new ArrayList<>();
        orEmpty(answer.apis()).stream()
                .filter(it -> it != null && it.name() != null)
                .forEach(it -> {
                    String named = it.name() + (it.version() == null ? "" : "/" + it.version());
                    types.of(String.valueOf(it.name())).forEach(type -> offers.add(Interfaces.Offer.of(named, type)));
                });
        return new Interfaces(offers);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static <T> Map<String, T> orEmpty(@Nullable Map<String, T> map) {
        return map == null ? Map.of() : map;
    }

    /** The objects of each interface with its version. */
    record Hello(@JsonProperty("Objects") @Nullable Map<String, List<Named>> objects) {}

    record Named(@JsonProperty("Name") @Nullable String name) {}

    record Implements(@JsonProperty("APIs") @Nullable List<Api> apis) {}

    record Api(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("Version") @Nullable String version) {}

    /** The objects of each interface, with or without its version. */
    record Types(@JsonProperty("Types") @Nullable Map<String, List<String>> types) {
        List<String> of(String name) {
            List<String> found = orEmpty(types).entrySet().stream()
                    .filter(it -> it.getKey().equals(name) || it.getKey().startsWith(name + "/"))
                    .flatMap(it -> orEmpty(it.getValue()).stream())
                    .filter(Objects::nonNull)
                    .toList();
            return found.isEmpty() ? List.of("") : found;
        }
    }
}

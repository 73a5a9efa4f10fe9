package dev.drover.instance;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.ProviderFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a call by hand. */
sealed interface Outcome {
    record Made(Instance instance) implements Outcome {}

    record Destroyed(InstanceProvider.Destroyed found) implements Outcome {}

    /** It carries our labels now. */
    record Labelled() implements Outcome {}

    /** Surely nothing happened. {@code after} is only there for a provider that wants to be left alone for so long. */
    record Failed(
            ProviderFailure.Kind kind,
            String words,
            @Nullable Duration after) implements Outcome {}

    /** It may have happened, or may still. */
    record Unknown(String words) implements Outcome {}
}

package dev.drover.provider.spi;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What providers say goes into a database that cannot hold U+0000: one such byte must not cost a whole listing. */
final class Text {
    private Text() {}

    static String clean(String text) {
        return text.replace('\u0000', '\uFFFD');
    }

    static @Nullable String cleanIfAny(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    static List<String> clean(List<String> texts) {
        return texts.stream().map(Text::clean).toList();
    }

    static <T> Map<String, T> cleanKeys(Map<String, T> map) {
        return map.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(it -> clean(it.getKey()), Map.Entry::getValue, (a, b) -> a));
    }
}

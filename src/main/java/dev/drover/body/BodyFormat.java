package dev.drover.body;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** How a body is written. */
public enum BodyFormat {
    JSON,
    YAML;

    private static final Set<String> YAML_SUBTYPES = Set.of("yaml", "x-yaml");

    /** The format of a {@code Content-Type}; empty if there is none, or if it is neither JSON nor YAML. */
    public static Optional<BodyFormat> of(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return Optional.empty();
        }
        try {
            return of(MimeTypeUtils.parseMimeType(contentType));
        } catch (InvalidMimeTypeException e) {
            return Optional.empty();
        }
    }

    private static Optional<BodyFormat> of(MimeType type) {
        boolean application = type.getType().equals("application");
        if (application && (type.getSubtype().equals("json") || "json".equals(type.getSubtypeSuffix()))) {
            return Optional.of(JSON);
        }
        boolean yaml = YAML_SUBTYPES.contains(type.getSubtype()) || "yaml".equals(type.getSubtypeSuffix());
        return yaml && (application || type.getType().equals("text")) ? Optional.of(YAML) : Optional.empty();
    }
}

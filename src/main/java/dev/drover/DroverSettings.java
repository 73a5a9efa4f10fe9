package dev.drover;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What concerns the whole of Drover.
 *
 * @param data the folder on this machine where Drover keeps what is its own: the embedded Postgres, if no
 *     {@code spring.datasource.url} is given, and the state of providers that live on this machine
 * @param owner who owns the machines that this Drover makes, as their label {@code drover.owner} says. It must be the one that is
 *     stored in the database; null takes the stored one
 */
@Validated
@ConfigurationProperties("drover")
public record DroverSettings(
        @NotNull @DefaultValue("./.drover") Path data,

        @Nullable @Pattern(regexp = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", message = "must be 1 to 63 of a-z, 0-9 and -")
        String owner) {}

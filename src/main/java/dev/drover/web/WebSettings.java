package dev.drover.web;

import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may call over HTTP.
 *
 * @param allowedHosts names in a {@code Host} or {@code Origin} header that are accepted besides those of the loopback, without a
 *     port: what a proxy in front of Drover is called
 */
@Validated
@ConfigurationProperties("drover.web")
record WebSettings(@DefaultValue List<@NotBlank String> allowedHosts) {
    WebSettings {
        allowedHosts = List.copyOf(allowedHosts);
    }
}

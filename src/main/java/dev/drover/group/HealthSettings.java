package dev.drover.group;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the health of members may be asked for.
 *
 * @param commands whether probes may run commands on Drover's host. Who may declare a group may then run programs as Drover's
 *     user, as with the process provider
 */
@ConfigurationProperties("drover.health")
public record HealthSettings(@DefaultValue("true") boolean commands) {}

package dev.drover.work;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What keeps a replica that runs from being ready. */
@Configuration(proxyBeanMethods = false)
class ReplicaHealth {
    @Bean
    ClockSkew clockSkew(DatabaseClock clock) {
        return new ClockSkew(clock::unstepped, InstantSource.system());
    }

    @Bean
    HealthIndicator clockHealthIndicator(ClockSkew skew) {
        return () -> of(skew.last());
    }

    static Health of(ClockSkew.@Nullable Reading reading) {
        if (reading == null) {
            return Health.unknown().build();
        }
        Health.Builder health = reading.tooFar()
                ? Health.outOfService()
                        .withDetail("reason", "this machine's clock and Postgres's differ by more than 2 s")
                : Health.up();
        return health.withDetail("replica", reading.own().toString())
                .withDetail("database", reading.database().toString())
                .withDetail("off", reading.off().toString())
                .build();
    }

    @Bean
    HealthIndicator ownerHealthIndicator(Standing standing) {
        return () -> standing.readOnly()
                .map(it -> Health.outOfService().withDetail("reason", it).build())
                .orElseGet(() -> Health.up().build());
    }
}

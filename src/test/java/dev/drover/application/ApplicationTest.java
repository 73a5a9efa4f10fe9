package dev.drover.application;

import dev.drover.TestDatabase;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/**
 * The whole application on a port of its own, with a fresh database and providers in memory. All tests that say this share one
 * application: each has groups of its own, and those that break a provider have one of their own too.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "drover.data=target/test-data",
            "drover.stream.heartbeat=200ms",
            "drover.stream.look=50ms",
            "drover.providers.fake.type=fake",
            "drover.providers.fake.observe-every=1s",
            "drover.providers.fragile.type=fake",
            "drover.providers.fragile.observe-every=1s",
            "drover.providers[simulator/compute].type=fake",
            "drover.providers[simulator/compute].observe-every=1s",
            "drover.providers.hand.type=fake",
            "drover.providers.hand.observe-every=1s",
            "drover.providers.cloud.type=simulator",
            "drover.providers.cloud.observe-every=1s",
            "drover.providers.storm.type=simulator",
            "drover.providers.storm.observe-every=1s",
            "drover.providers.storm.settings.consistency-window=1s"
        })
@Import({TestDatabase.class, Groups.class})
@interface ApplicationTest {}

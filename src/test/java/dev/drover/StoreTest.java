package dev.drover;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/**
 * All of the application's objects on a real, fresh database, but nothing runs by itself: no scheduler, no writer of outcomes.
 * A test takes each step by hand, so that it can stand between any two.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = WebEnvironment.MOCK,
        properties = {
            "drover.data=target/test-data",
            "drover.providers.fake.type=fake",
            "drover.providers.fake.observe-every=10s"
        })
@Import({TestDatabase.class, StandStill.class, StoredGroups.class})
@Tag("postgres")
public @interface StoreTest {}

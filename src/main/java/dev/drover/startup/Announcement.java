package dev.drover.startup;

import dev.drover.DroverSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says once where everything is. */
@Component
class Announcement {
    private static final Logger log = LoggerFactory.getLogger(Announcement.class);

    private final Environment environment;
    private final DroverSettings settings;

    Announcement(Environment environment, DroverSettings settings) {
        this.environment = environment;
        this.settings = settings;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        String address = "http://" + environment.getProperty("server.address") + ":"
                + environment.getProperty("local.server.port");
        log.info(
                "Drover listens on {} (loopback only, as no token is configured); Swagger UI: {}{}; data: {}",
                address,
                address,
                environment.getProperty("springdoc.swagger-ui.path", "/swagger-ui.html"),
                whereTheDataIs());
    }

    private String whereTheDataIs() {
        String url = environment.getProperty("spring.datasource.url", "");
        return url.isBlank() ? settings.data().toAbsolutePath().normalize().toString() : url.replaceFirst("\\?.*", "");
    }
}

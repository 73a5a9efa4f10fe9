package dev.drover;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The service. Its settings are listed in {@code application.yaml}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Drover {
    public static void main(String[] arguments) {
        ExitInTime.install();
        SpringApplication.run(Drover.class, arguments);
    }
}

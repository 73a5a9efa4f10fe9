package dev.drover;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The service. Its settings are listed in {@code application.yaml}. */
@SpringBootApplication
public class Drover {
    public static void main(String[] arguments) {
        SpringApplication.run(Drover.class, arguments);
    }
}

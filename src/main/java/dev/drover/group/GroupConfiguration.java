package dev.drover.group;

import dev.drover.provider.Flavors;
import dev.drover.provider.Providers;
import dev.drover.provider.Replicas;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HealthSettings.class)
class GroupConfiguration {
    @Bean
    SpecValidation specValidation(Providers providers, Flavors flavors, HealthSettings health, Replicas replicas) {
        return new SpecValidation(providers, flavors, health.commands(), replicas::providersOfOthers);
    }
}

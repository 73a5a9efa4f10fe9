package dev.drover.group;

import dev.drover.provider.Flavors;
import dev.drover.provider.Providers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class GroupConfiguration {
    @Bean
    SpecValidation specValidation(Providers providers, Flavors flavors) {
        return new SpecValidation(providers, flavors);
    }
}

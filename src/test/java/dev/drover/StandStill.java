package dev.drover;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.Bean;

/** Starts nothing that would run by itself. */
@TestConfiguration(proxyBeanMethods = false)
class StandStill {
    @Bean
    LifecycleProcessor lifecycleProcessor() {
        return new LifecycleProcessor() {
            @Override
            public void onRefresh() {}

            @Override
            public void onClose() {}

            @Override
            public void start() {}

            @Override
            public void stop() {}

            @Override
            public boolean isRunning() {
                return true;
            }
        };
    }
}

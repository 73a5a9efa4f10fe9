package dev.drover.provider.infrakit;

import dev.drover.infrakit.PluginClient;
import dev.drover.infrakit.PluginDirectory;
import dev.drover.infrakit.Plugins;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Without a plugin directory nothing is looked for. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InfrakitSettings.class)
class InfrakitConfiguration {
    @Bean
    PluginClient pluginClient(InfrakitSettings settings, SslBundles bundles) {
        String trusted = settings.sslBundle();
        return trusted == null
                ? new PluginClient()
                : new PluginClient(bundles.getBundle(trusted).createSslContext());
    }

    @Bean
    Remotes pluginRemotes(InfrakitSettings settings, Environment environment, PluginClient client) {
        return new Remotes(directory(environment), client, settings.ofPlugins());
    }

    @Bean
    InfrakitProviderType infrakitProviderType(Remotes remotes) {
        return new InfrakitProviderType(remotes);
    }

    @Bean
    InfrakitFlavorType infrakitFlavorType(Remotes remotes) {
        return new InfrakitFlavorType(remotes);
    }

    @Bean
    @Conditional(WithDirectory.class)
    PluginSource pluginSource(Remotes remotes, PluginClient client, InfrakitSettings settings) {
        PluginDirectory directory = remotes.directory().orElseThrow();
        return new PluginSource(new Plugins(directory, client), settings, name -> remotes.isProvider(directory, name));
    }

    private static Optional<PluginDirectory> directory(Environment environment) {
        Map<String, String> variables = new HashMap<>();
        for (String name : PluginDirectory.VARIABLES) {
            String value = environment.getProperty(name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        return PluginDirectory.configured(environment.getProperty("drover.infrakit.plugins"), variables);
    }

    /** That there is a plugin directory, by whatever way of saying so. */
    static final class WithDirectory implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return directory(context.getEnvironment()).isPresent();
        }
    }
}

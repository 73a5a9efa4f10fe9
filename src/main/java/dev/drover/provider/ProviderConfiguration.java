package dev.drover.provider;

import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.FlavorProviderType;
import dev.drover.provider.spi.InstanceProviderType;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderSettings;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

/** Makes the providers and flavors that are configured, from the adapters that are on the class path or beans of Drover's own. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProviderConfiguration.Settings.class)
class ProviderConfiguration {

    @Bean
    Providers providers(
            Settings settings, @Value("${drover.data:.drover}") Path data, List<InstanceProviderType> ownTypes) {
        List<InstanceProviderType> all = new ArrayList<>(ownTypes);
        ServiceLoader.load(InstanceProviderType.class).forEach(all::add);
        Map<String, InstanceProviderType> types = byType(all, InstanceProviderType::type);
        return new Providers(settings.providers().entrySet().stream()
                .map(it -> provider(it.getKey(), it.getValue(), types, data))
                .toList());
    }

    private static ConfiguredProvider provider(
            String name, Provider settings, Map<String, InstanceProviderType> types, Path data) {
        InstanceProviderType type = known(types, settings.type(), "drover.providers." + name + ".type");
        return new ConfiguredProvider(
                name,
                settings.type(),
                create("drover.providers.", type::create, of(name, settings.settings(), data)),
                settings.observeEvery(),
                settings.permits());
    }

    /** What an adapter says of its settings is told as what is wrong with any other setting. */
    private static <T> T create(String where, Function<ProviderSettings, T> type, ProviderSettings settings) {
        try {
            return type.apply(settings);
        } catch (ProviderFailure e) {
            if (e.kind() != ProviderFailure.Kind.REJECTED) {
                throw e;
            }
            throw new InvalidConfigurationPropertyValueException(
                    where + settings.name() + ".settings", null, e.getMessage());
        }
    }

    @Bean
    Flavors flavors(Settings settings, @Value("${drover.data:.drover}") Path data, List<FlavorProviderType> ownTypes) {
        List<FlavorProviderType> all = new ArrayList<>(ownTypes);
        ServiceLoader.load(FlavorProviderType.class).forEach(all::add);
        Map<String, FlavorProviderType> types = byType(all, FlavorProviderType::type);
        Flavors flavors = new Flavors(Map.of());
        settings.flavors().forEach((name, flavor) -> {
            FlavorProviderType type = known(types, flavor.type(), "drover.flavors." + name + ".type");
            FlavorProvider made =
                    create("drover.flavors.", it -> type.create(it, flavors), of(name, flavor.settings(), data));
            flavors.add(name, flavor.type(), made);
        });
        return flavors;
    }

    private static ProviderSettings of(String name, Map<String, String> settings, Path data) {
        return new ProviderSettings(name, data.resolve("providers").resolve(name), settings);
    }

    private static <T> Map<String, T> byType(Iterable<T> adapters, Function<T, String> type) {
        return StreamSupport.stream(adapters.spliterator(), false)
                .collect(Collectors.toUnmodifiableMap(type, Function.identity()));
    }

    private static <T> T known(Map<String, T> types, String type, String key) {
        T adapter = types.get(type);
        if (adapter == null) {
            throw new IllegalArgumentException(
                    key + " is '" + type + "', but there is only " + new TreeSet<>(types.keySet()));
        }
        return adapter;
    }

    /**
     * The keys under {@code drover.}.
     *
     * @param providers by the name that specs give as {@code instance.provider}
     * @param flavors by the name that specs give as {@code flavor.provider}
     */
    @Validated
    @ConfigurationProperties("drover")
    record Settings(Map<String, Provider> providers, Map<String, Flavor> flavors) {
        Settings {
            providers = providers == null ? Map.of() : Map.copyOf(providers);
            flavors = flavors == null ? Map.of() : Map.copyOf(flavors);
        }
    }

    /**
     * One provider.
     *
     * @param type which adapter
     * @param observeEvery how often it is listed
     * @param permits how many calls one replica makes at once
     * @param settings what the adapter itself wants to know
     */
    record Provider(
            @NotBlank String type,
            @DefaultValue("10s") Duration observeEvery,
            @DefaultValue("64") @Min(1) int permits,
            @DefaultValue Map<String, String> settings) {}

    /**
     * One flavor.
     *
     * @param type which adapter
     * @param settings what the adapter itself wants to know
     */
    record Flavor(@NotBlank String type, @DefaultValue Map<String, String> settings) {}
}

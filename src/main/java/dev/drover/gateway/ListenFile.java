package dev.drover.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The file by which the plugin is found over HTTP. It is there only while somebody answers: written when the web server listens
 * already, and gone before it stops.
 */
@Component
class ListenFile implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ListenFile.class);

    private final GatewayPlace gateway;
    private final Environment environment;
    private @Nullable String written;

    ListenFile(GatewayPlace gateway, Environment environment) {
        this.gateway = gateway;
        this.environment = environment;
    }

    /** The last to begin, and the first to end. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void start() {
        place().ifPresent(it -> written = write(it));
    }

    @Override
    public void stop() {
        place().ifPresent(this::delete);
        written = null;
    }

    @Override
    public boolean isRunning() {
        return written != null;
    }

    private Optional<Place> place() {
        return gateway.place().filter(it -> it.entry() == GatewaySettings.Entry.LISTEN);
    }

    /** Whoever reads it reads all of it, or what was there before. */
    private String write(Place place) {
        String url = url(place);
        PluginDirectoryEntry.claimListenFile(place, url);
        Path draft = place.directory()
                .resolve("." + place.name() + ".listen-"
                        + ProcessHandle.current().pid());
        try {
            Files.writeString(draft, url);
            Files.move(draft, place.listen(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw PluginDirectoryEntry.unusable(place.listen(), e);
        }
        return url;
    }

    private String url(Place place) {
        String address = environment.getProperty("server.address", "127.0.0.1");
        return "http://" + (address.contains(":") ? "[" + address + "]" : address) + ":"
                + environment.getProperty("local.server.port") + "/infrakit/" + place.name();
    }

    /** Not one that somebody else has put in its place. */
    private void delete(Place place) {
        try {
            if (Files.exists(place.listen()) && Files.readString(place.listen()).equals(written)) {
                Files.delete(place.listen());
            }
        } catch (IOException e) {
            LOG.warn(
                    "{} could not be deleted, though nobody answers there any more: {}",
                    place.listen(),
                    e.getMessage());
        }
    }
}

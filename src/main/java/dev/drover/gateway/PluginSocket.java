package dev.drover.gateway;

import dev.drover.web.Asker;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * The plugin on a unix socket in the plugin directory. Who may use it is the file system's to say, so that nothing but the plugin is
 * there: a valve before everything else answers whatever comes by this way.
 */
@Component
class PluginSocket implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    /** Who it was that asked cannot be told: somebody who may open the socket. */
    private static final Asker ASKER = new Asker("infrakit", null);

    private final GatewayPlace gateway;
    private final ObjectProvider<Gateway> calls;

    PluginSocket(GatewayPlace gateway, ObjectProvider<Gateway> calls) {
        this.gateway = gateway;
        this.calls = calls;
    }

    /** The web server is made before what its calls need: that is looked for when there is a call. */
    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        gateway.place().filter(it -> it.entry() == GatewaySettings.Entry.SOCKET).ifPresent(it -> {
            PluginDirectoryEntry.claimSocket(it);
            Connector connector = connector(it);
            factory.addAdditionalConnectors(connector);
            factory.addEngineValves(
                    new PluginValve(connector, body -> calls.getObject().answer(body, ASKER)));
        });
    }

    private static Connector connector(Place place) {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setProperty("unixDomainSocketPath", place.socket().toString());
        connector.setProperty("unixDomainSocketPathPermissions", "rw-------");
        if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
            protocol.setExecutor(new VirtualThreadExecutor("infrakit-"));
        }
        return connector;
    }
}

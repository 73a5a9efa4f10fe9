package dev.drover.web;

import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Lets an encoded slash through to the operation: the ids of providers are opaque, and some of them hold one. */
@Component
class EncodedSlashes implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        String through = EncodedSolidusHandling.PASS_THROUGH.getValue();
        factory.addConnectorCustomizers(it -> {
            it.setEncodedSolidusHandling(through);
            it.setEncodedReverseSolidusHandling(through);
        });
    }
}

package dev.drover.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Who asks. */
@Component
public class Actor {
    /** Nobody has to say who they are yet: all that is known is that they can reach the loopback. */
    private static final String UNKNOWN = "anonymous";

    /** The name that is stored with what a request changes. */
    public String of(HttpServletRequest request) {
        return request.getUserPrincipal() == null
                ? UNKNOWN
                : request.getUserPrincipal().getName();
    }

    /**
     * The same, with what the headers say of where the request comes from.
     *
     * @throws Problem if they say it wrongly
     */
    public Asker asking(HttpServletRequest request) {
        return new Asker(of(request), GivenProvenance.of(request).orRefuse());
    }
}

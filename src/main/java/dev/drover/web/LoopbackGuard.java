package dev.drover.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UrlPathHelper;

/**
 * Keeps web pages of others out. Whoever can reach the loopback may use Drover, and a browser on this machine can: a page
 * that it shows could send requests here, or point its own name at 127.0.0.1 and then even read the answers.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class LoopbackGuard extends OncePerRequestFilter {
    private static final Set<String> SAFE = Set.of("GET", "HEAD");

    private final KnownHosts hosts;
    private final EarlyRefusals refusals;

    LoopbackGuard(WebSettings settings, EarlyRefusals refusals) {
        hosts = new KnownHosts(settings.allowedHosts());
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> refusal = refusal(request);
        if (refusal.isPresent()) {
            refusals.write(response, ProblemType.FORBIDDEN, refusal.get());
        } else {
            chain.doFilter(request, response);
        }
    }

    private Optional<String> refusal(HttpServletRequest request) {
        String host = request.getHeader("Host");
        if (host == null) {
            return Optional.of(
                    "The request has no Host header, so that it cannot be told whom it is meant for: send one.");
        }
        if (!hosts.hasHost(host)) {
            return Optional.of(
                    "The Host header names '" + host + "', but without a token Drover answers to localhost only:"
                            + " call it by that name, or add the name to drover.web.allowed-hosts.");
        }
        if (!readsAPage(request) && comesFromElsewhere(request)) {
            return Optional.of("The request comes from a web page of another site, and those may not use Drover:"
                    + " call it from a program, or add the page's host to drover.web.allowed-hosts.");
        }
        return Optional.empty();
    }

    // Following a link to a page of ours is harmless: the page that it was on cannot read the answer.
    private static boolean readsAPage(HttpServletRequest request) {
        String path = UrlPathHelper.defaultInstance.getPathWithinApplication(request);
        return SAFE.contains(request.getMethod()) && !path.equals("/v1") && !path.startsWith("/v1/");
    }

    private boolean comesFromElsewhere(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (origin != null) {
            return !hosts.hasOrigin(origin);
        }
        return "cross-site".equalsIgnoreCase(request.getHeader("Sec-Fetch-Site"));
    }
}

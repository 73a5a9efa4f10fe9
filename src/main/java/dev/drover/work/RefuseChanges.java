package dev.drover.work;

import dev.drover.web.ChangesNothing;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Refuses every request that would change something, where nothing may be changed. */
@Configuration(proxyBeanMethods = false)
class RefuseChanges implements WebMvcConfigurer, HandlerInterceptor {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Standing standing;

    RefuseChanges(Standing standing) {
        this.standing = standing;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        standing.readOnly().filter(it -> changes(request, handler)).ifPresent(sentence -> {
            throw new Problem(ProblemType.UNAVAILABLE, sentence);
        });
        return true;
    }

    private static boolean changes(HttpServletRequest request, Object handler) {
        boolean asks = handler instanceof HandlerMethod method && method.hasMethodAnnotation(ChangesNothing.class);
        return !SAFE.contains(request.getMethod()) && !asks && !dryRun(request);
    }

    /** Not by the request's parameters: those of a body would be read for it. */
    private static boolean dryRun(HttpServletRequest request) {
        return Optional.ofNullable(request.getQueryString())
                .filter(it -> Arrays.asList(it.split("&")).contains("dryRun=true"))
                .isPresent();
    }
}

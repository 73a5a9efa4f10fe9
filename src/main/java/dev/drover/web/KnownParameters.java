package dev.drover.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses query parameters that an operation does not know (a misspelt one would otherwise be ignored in silence), that it knows
 * once and is given twice, and whose values are not written as documented: Spring would also read {@code 0x10} and {@code yes}.
 */
@Configuration(proxyBeanMethods = false)
class KnownParameters implements WebMvcConfigurer, HandlerInterceptor {
    /** What the decoder puts in the place of bytes that are no UTF-8. */
    private static final char NO_TEXT = '\uFFFD';

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,19}");
    private static final Set<String> TRUTH = Set.of("true", "false");
    private static final String NO_TEXT_ENCODED = "%EF%BF%BD";

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/v1/**");
    }

    /** Spring would take a value with a comma for two. */
    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, List.class, (Converter<String, List<?>>) List::of);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Map<String, List<String>> given = given(request.getQueryString());
            Map<String, Class<?>> known = known(method);
            Set<String> unknown = new TreeSet<>(given.keySet());
            unknown.removeAll(known.keySet());
            if (!unknown.isEmpty()) {
                throw new Problem(
                        ProblemType.MALFORMED,
                        "unknown query parameters " + unknown + "; this operation knows " + known.keySet());
            }
            given.forEach((name, values) -> check(name, values, Objects.requireNonNull(known.get(name))));
        }
        return true;
    }

    private static void check(String name, List<String> values, Class<?> type) {
        if (values.size() > 1 && !Collection.class.isAssignableFrom(type)) {
            throw new Problem(ProblemType.MALFORMED, "'" + name + "' is given more than once: give it once");
        }
        boolean number = type == Integer.class || type == Long.class;
        if (number && !WHOLE_NUMBER.matcher(values.getFirst()).matches()) {
            throw new Problem(ProblemType.MALFORMED, "'" + name + "' must be a whole number");
        }
        if (type == Boolean.class && !TRUTH.contains(values.getFirst())) {
            throw new Problem(ProblemType.MALFORMED, "'" + name + "' must be true or false");
        }
    }

    /** Not the request's parameters: of a form they would be its body. */
    private static Map<String, List<String>> given(@Nullable String query) {
        return query == null
                ? Map.of()
                : Arrays.stream(query.split("&"))
                        .filter(it -> !it.isEmpty())
                        .map(it -> it.split("=", 2))
                        .collect(Collectors.groupingBy(
                                it -> decoded(it[0]),
                                TreeMap::new,
                                Collectors.mapping(it -> it.length == 1 ? "" : decoded(it[1]), Collectors.toList())));
    }

    private static String decoded(String text) {
        try {
            String decoded = URLDecoder.decode(text, UTF_8);
            if (decoded.indexOf('\0') < 0 && (decoded.indexOf(NO_TEXT) < 0 || text.contains(NO_TEXT_ENCODED))) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemType.MALFORMED, "the query is not percent-encoded: " + e.getMessage());
        }
        throw new Problem(
                ProblemType.MALFORMED, "the query holds something that is no text: percent-encode it as UTF-8");
    }

    private static Map<String, Class<?>> known(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .filter(it -> it.hasParameterAnnotation(RequestParam.class))
                .collect(Collectors.toMap(
                        KnownParameters::name, MethodParameter::getParameterType, (a, b) -> a, TreeMap::new));
    }

    private static String name(MethodParameter parameter) {
        RequestParam annotation = parameter.getParameterAnnotation(RequestParam.class);
        String given = annotation == null ? "" : annotation.name();
        return given.isEmpty() ? String.valueOf(parameter.getParameter().getName()) : given;
    }
}

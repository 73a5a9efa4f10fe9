package dev.drover.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Writes answers that are {@link Rendered}. */
@Configuration(proxyBeanMethods = false)
class RenderedAnswers implements WebMvcConfigurer {
    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.addCustomConverter(new Converter());
    }

    private static final class Converter extends AbstractHttpMessageConverter<Rendered> {
        Converter() {
            super(StandardCharsets.UTF_8, MediaType.TEXT_HTML, MediaType.TEXT_PLAIN);
        }

        @Override
        protected boolean supports(Class<?> type) {
            return Rendered.class.isAssignableFrom(type);
        }

        @Override
        public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
            return false;
        }

        @Override
        protected Rendered readInternal(Class<? extends Rendered> type, HttpInputMessage input) {
            throw new HttpMessageNotReadableException("nobody sends such a body", input);
        }

        @Override
        protected void writeInternal(Rendered answer, HttpOutputMessage output) throws IOException {
            output.getBody().write(answer.rendered().getBytes(StandardCharsets.UTF_8));
        }
    }
}

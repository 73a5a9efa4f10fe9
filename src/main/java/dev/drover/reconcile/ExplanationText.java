package dev.drover.reconcile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/** Answers an explanation as plain text, for a terminal. */
@Component
class ExplanationText extends AbstractHttpMessageConverter<Sentences> {
    ExplanationText() {
        super(StandardCharsets.UTF_8, MediaType.TEXT_PLAIN);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return Sentences.class.isAssignableFrom(type);
    }

    @Override
    protected Sentences readInternal(Class<? extends Sentences> type, HttpInputMessage message) {
        throw new HttpMessageNotReadableException("explanations are written, not read", message);
    }

    @Override
    protected void writeInternal(Sentences explanation, HttpOutputMessage message) throws IOException {
        message.getBody().write(explanation.text().getBytes(StandardCharsets.UTF_8));
    }
}

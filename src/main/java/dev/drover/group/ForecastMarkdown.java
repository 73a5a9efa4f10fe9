package dev.drover.group;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/** Answers a forecast as Markdown, for a review; only who asks for that gets it. */
@Component
class ForecastMarkdown extends AbstractHttpMessageConverter<ForecastView> {
    ForecastMarkdown() {
        super(StandardCharsets.UTF_8, MediaType.TEXT_MARKDOWN);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return ForecastView.class.isAssignableFrom(type);
    }

    /** Not where a mapping leaves open what it answers. */
    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return mediaType != null && super.canWrite(type, mediaType);
    }

    @Override
    protected ForecastView readInternal(Class<? extends ForecastView> type, HttpInputMessage message) {
        throw new HttpMessageNotReadableException("forecasts are written, not read", message);
    }

    @Override
    protected void writeInternal(ForecastView forecast, HttpOutputMessage message) throws IOException {
        message.getBody().write(new ForecastComment(forecast).text().getBytes(StandardCharsets.UTF_8));
    }
}

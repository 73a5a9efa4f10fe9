package dev.drover.provider.spi;

/** The id of the action that made an instance. The instance carries it as the label {@link Labels#TOKEN}. */
public record Token(String value) {
    public Token {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a token must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.drover.provider.spi;

/** The labels that Drover puts on every instance. Users may set no other {@code drover.} key than {@link #SELF}. */
public final class Labels {
    public static final String PREFIX = "drover.";
    public static final String OWNER = "drover.owner";
    public static final String GROUP = "drover.group";
    public static final String MEMBER = "drover.member";
    public static final String TOKEN = "drover.token";
    public static final String REVISION = "drover.revision";
    public static final String SELF = "drover.self";

    private Labels() {}
}

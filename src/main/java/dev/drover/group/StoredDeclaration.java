package dev.drover.group;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** One declaration of a group, for ever. */
@Entity
@Table(name = "declaration")
@SuppressWarnings("UnusedVariable") // Hibernate reads the fields
class StoredDeclaration {
    @EmbeddedId
    private Id id;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private String spec;

    private int size;
    private int revision;
    private String actor;
    private Instant declaredAt;
    private @Nullable String notValidated;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private @Nullable String provenance;

    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    private Declared.@Nullable Extent extent;

    private boolean rollback;
    private long labelsAt;

    protected StoredDeclaration() {
        this(new Id(0, 0), "", 0, 0, "", Instant.EPOCH, null, null, null, false, 1);
    }

    StoredDeclaration(
            Id id,
            String spec,
            int size,
            int revision,
            String actor,
            Instant declaredAt,
            @Nullable String notValidated,
            @Nullable String provenance,
            Declared.@Nullable Extent extent,
            boolean rollback,
            long labelsAt) {
        this.id = id;
        this.spec = spec;
        this.size = size;
        this.revision = revision;
        this.actor = actor;
        this.declaredAt = declaredAt;
        this.notValidated = notValidated;
        this.provenance = provenance;
        this.extent = extent;
        this.rollback = rollback;
        this.labelsAt = labelsAt;
    }

    /** The generation that changed labels last. */
    long labelsAt() {
        return labelsAt;
    }

    /** As declared. */
    String spec() {
        return spec;
    }

    int size() {
        return size;
    }

    int revision() {
        return revision;
    }

    String actor() {
        return actor;
    }

    Instant declaredAt() {
        return declaredAt;
    }

    @Embeddable
    record Id(long groupId, long generation) implements Serializable {}
}

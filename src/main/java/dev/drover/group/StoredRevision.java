package dev.drover.group;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;

/** One machine template of a group, known by its digest. */
@Entity
@Table(name = "revision")
@SuppressWarnings("UnusedVariable") // Hibernate reads the fields
class StoredRevision {
    @EmbeddedId
    private Id id;

    private String digest;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private String instance;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private String flavor;

    private Instant createdAt;

    private boolean judged;

    protected StoredRevision() {
        this(new Id(0, 0), "", "", "", Instant.EPOCH, false);
    }

    StoredRevision(Id id, String digest, String instance, String flavor, Instant createdAt, boolean judged) {
        this.id = id;
        this.digest = digest;
        this.instance = instance;
        this.flavor = flavor;
        this.createdAt = createdAt;
        this.judged = judged;
    }

    int number() {
        return id.number();
    }

    /** Whether its flavor has a say in the health of its members. */
    boolean judged() {
        return judged;
    }

    @Embeddable
    record Id(long groupId, int number) implements Serializable {}
}

package dev.drover.group;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface Revisions extends JpaRepository<StoredRevision, StoredRevision.Id> {
    @Query("select r from StoredRevision r where r.id.groupId = :group and r.digest = :digest")
    Optional<StoredRevision> find(long group, String digest);

    @Query("select coalesce(max(r.id.number), 0) from StoredRevision r where r.id.groupId = :group")
    int newest(long group);
}

"""Make the renditions that photos lack: after a restored backup, or when the widths have changed."""

from django.core.exceptions import ValidationError

from sessions.management.of_record import RecordCommand
from sessions.models import Photo
from sessions.renditions import missing_renditions, write_renditions


class Command(RecordCommand):
    help = "Make the renditions of photos that are missing from the media folder."

    def handle(self, *args, **options):
        made = 0
        for photo in Photo.objects.order_by("pk").iterator():
            storage = photo.image.storage
            if missing_renditions(storage, photo.folder, (photo.width, photo.height)):
                made += self.make(photo, storage)
        self.stdout.write(f"Renditions made for {made} photos.")

    def make(self, photo, storage):
        """True when the photo has its renditions; else the reason goes to standard error."""
        try:
            with storage.open(photo.image.name) as original:
                write_renditions(original, storage, photo.folder)
        except FileNotFoundError:
            self.stderr.write(
                f"Photo {photo.pk}: its original {photo.image.name} is missing; "
                "restore it from a backup or upload the photo again."
            )
        except ValidationError as refusal:
            self.stderr.write(f"Photo {photo.pk}: {refusal.messages[0]}")
        else:
            return True
        return False

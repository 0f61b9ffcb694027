package dev.waymark.cli.outside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that only its owner can read, such as one that gives access to a cluster. */
public final class PrivateFile {
  private PrivateFile() {}

  /**
   * Writes it anew; at no time does it hold the text while others may read it.
   *
   * @throws IOException if it can't be made
   */
  public static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(file, text);
  }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** One jar of many, as HL7's release is: FatJar OUT IN… Of what is in several the first counts; signatures of single jars go. */
public final class FatJar {
  public static void main(String[] words) throws IOException {
    Set<String> seen = new HashSet<>();
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(Path.of(words[0])))) {
      out.setLevel(Deflater.NO_COMPRESSION);
      for (int i = 1; i < words.length; i++) {
        try (ZipFile in = new ZipFile(words[i])) {
          for (Enumeration<? extends ZipEntry> all = in.entries(); all.hasMoreElements();) {
            ZipEntry entry = all.nextElement();
            String name = entry.getName();
            if (entry.isDirectory() || name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|MF)") || name.equals("module-info.class")) continue;
            if (!seen.add(name)) continue;
            out.putNextEntry(new ZipEntry(name));
            in.getInputStream(entry).transferTo(out);
            out.closeEntry();
          }
        }
      }
    }
  }
}

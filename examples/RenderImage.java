// Renders the Mandelbrot set, each row by a goroutine, and writes a PNG.
//
//   goro run examples/RenderImage.java            into a temporary file
//   goro run examples/RenderImage.java FILE.png   into this one
//
// A goroutine for each row is cheap, and no worker waits for another one's hard rows: the scheduler
// shares them out.

import static dev.goro.Go.*;

import module dev.goro.core;

final int WIDTH = 900;
final int HEIGHT = 600;
final int LIMIT = 500;

void main(String[] args) throws IOException {
  if (args.length > 1) {
    System.err.println("RenderImage takes the name of the file to write, or nothing.");
    System.exit(2);
  }
  Path file = args.length == 1 ? Path.of(args[0]) : Files.createTempFile("mandelbrot", ".png");

  var rows = new byte[HEIGHT][];
  var rendering = new WaitGroup();
  for (int y = 0; y < HEIGHT; y++) {
    int row = y;
    rendering.go(() -> rows[row] = render(row)); // each writes a place of its own
  }
  rendering.await(); // and from here on we see them all

  byte[] pixels = join(rows);
  Files.write(file, png(pixels));
  var crc = new CRC32();
  crc.update(pixels);
  IO.println("%d x %d pixels, CRC %08x".formatted(WIDTH, HEIGHT, crc.getValue()));
  IO.println("wrote " + file);
}

// ---- the picture

/** A row as PNG wants it: a zero, for no filter, and red, green and blue of each pixel. */
byte[] render(int y) {
  var row = new byte[1 + 3 * WIDTH];
  double ci = (y - HEIGHT / 2.0) * 2.4 / HEIGHT;
  for (int x = 0; x < WIDTH; x++) {
    double cr = (x - WIDTH / 2.0) * 3.6 / WIDTH - 0.7;
    int steps = steps(cr, ci);
    if (steps < LIMIT) {
      double light = Math.sqrt((double) steps / LIMIT);
      row[1 + 3 * x] = (byte) (255 * light * light);
      row[2 + 3 * x] = (byte) (255 * light);
      row[3 + 3 * x] = (byte) (80 + 175 * light);
    }
  }
  return row;
}

/** How long the point takes to run away, or the limit if it stays. */
int steps(double cr, double ci) {
  double r = 0;
  double i = 0;
  for (int n = 0; n < LIMIT; n++) {
    double r2 = r * r;
    double i2 = i * i;
    if (r2 + i2 > 4) {
      return n;
    }
    i = 2 * r * i + ci;
    r = r2 - i2 + cr;
  }
  return LIMIT;
}

// ---- the file

byte[] join(byte[][] rows) {
  var all = new ByteArrayOutputStream();
  for (byte[] row : rows) {
    all.writeBytes(row);
  }
  return all.toByteArray();
}

byte[] png(byte[] pixels) throws IOException {
  var bytes = new ByteArrayOutputStream();
  bytes.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
  var header = ByteBuffer.allocate(13).putInt(WIDTH).putInt(HEIGHT);
  header.put(new byte[] {8, 2, 0, 0, 0}); // 8 bits each for red, green and blue; nothing special
  chunk(bytes, "IHDR", header.array());
  var packed = new ByteArrayOutputStream();
  try (var deflater = new DeflaterOutputStream(packed)) {
    deflater.write(pixels);
  }
  chunk(bytes, "IDAT", packed.toByteArray());
  chunk(bytes, "IEND", new byte[0]);
  return bytes.toByteArray();
}

void chunk(ByteArrayOutputStream to, String type, byte[] data) {
  var chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
  chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
  var crc = new CRC32();
  crc.update(chunk.array(), 4, 4 + data.length); // type and data
  to.writeBytes(chunk.putInt((int) crc.getValue()).array());
}

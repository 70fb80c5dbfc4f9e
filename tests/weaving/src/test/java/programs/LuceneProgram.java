package programs;

import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/** Writes an index of Lucene in memory and searches it. */
public final class LuceneProgram {
  private static final String[] WORDS = {
    "goroutine", "channel", "select", "scheduler", "processor", "machine", "poll", "yield"
  };

  private LuceneProgram() {}

  public static void main(String[] args) throws Exception {
    try (var directory = new ByteBuffersDirectory()) {
      try (var writer = new IndexWriter(directory, new IndexWriterConfig(new StandardAnalyzer()))) {
        for (int i = 0; i < 3_000; i++) {
          var text = new StringBuilder();
          for (int w = 0; w < 12; w++) {
            text.append(WORDS[(i * 31 + w * w * 7) % WORDS.length]).append(' ');
          }
          var document = new Document();
          document.add(new StringField("id", "d" + i, Field.Store.YES));
          document.add(new TextField("text", text.toString(), Field.Store.NO));
          document.add(new IntPoint("number", i));
          writer.addDocument(document);
        }
        writer.forceMerge(1);
      }
      try (var reader = DirectoryReader.open(directory)) {
        var searcher = new IndexSearcher(reader);
        var query =
            new BooleanQuery.Builder()
                .add(new FuzzyQuery(new Term("text", "gorutine")), BooleanClause.Occur.MUST)
                .add(IntPoint.newRangeQuery("number", 100, 2_000), BooleanClause.Occur.FILTER)
                .add(new PhraseQuery("text", "yield", "poll"), BooleanClause.Occur.SHOULD)
                .build();
        System.out.println(searcher.count(query));
        for (var hit : searcher.search(query, 5).scoreDocs) {
          System.out.println(searcher.storedFields().document(hit.doc).get("id") + " " + hit.score);
        }
      }
    }
  }
}

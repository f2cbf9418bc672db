/** The part of a generated object that is the same for all. Java's and Scala's own libraries, and Glue's argument parser. */
export const SCALA_RUNTIME = String.raw`
  import scala.util.Try

  /** Everything that is missing or wrong, one line for each. */
  final class ParamsError(val problems: List[String])
      extends IllegalArgumentException(problems.map("  - " + _).mkString("The parameters of this job are not right:\n", "\n", ""))

  /** A reference to a secret. Only value() fetches it; nothing prints it. */
  final class Secret (reference: String, fetch: String => String) {
    def value(): String = fetch(reference)
    override def toString: String = "Secret(***)"
  }

  private final case class Declared(name: String, kind: String, words: List[String], default: Option[String], fact: Option[String])
  final case class Read(text: String, secret: String => String)

  private def asText(read: Read): String = read.text
  private def asInteger(read: Read): Long = read.text.trim.stripPrefix("+").toLong
  private def asDouble(read: Read): Double = read.text.trim.toDouble
  private def asBoolean(read: Read): Boolean = read.text == "true"
  private def asDate(read: Read): java.time.LocalDate = java.time.LocalDate.parse(read.text)
  private def asList(read: Read): List[String] = jsonList(read.text).getOrElse(Nil)
  private def asSecret(read: Read): Secret = new Secret(read.text.stripPrefix("secretsmanager:"), read.secret)

  private def noWorkflow(name: String, run: String): Map[String, String] = Map.empty
  private def noSecret(reference: String): String = throw new IllegalStateException("load was given no function that fetches a secret")

  private def isInteger(text: String): Boolean =
    text.matches("\\s*[+-]?[0-9]+\\s*") && Try(text.trim.stripPrefix("+").toLong).toOption.exists(n => n >= -9007199254740991L && n <= 9007199254740991L)
  private def isDouble(text: String): Boolean =
    text.matches("\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*") && !text.trim.toDouble.isInfinite

  // What a value has to look like, when it does not.
  private def fault(kind: String, words: List[String], text: String): Option[String] = kind match {
    case "integer" => if (isInteger(text)) None else Some("a whole number of at most 9007199254740991")
    case "double" => if (isDouble(text)) None else Some("a number such as 0.5")
    case "boolean" => if (text == "true" || text == "false") None else Some("true or false")
    case "date" => if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") && Try(java.time.LocalDate.parse(text)).isSuccess) None else Some("a day of the calendar such as 2026-01-31")
    case "s3Uri" => if (text.matches("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\\x00-\\x1f\\x7f]*)?")) None else Some("an S3 URI such as s3://bucket/folder/")
    case "enum" => if (words.contains(text)) None else Some(words.mkString("one of ", ", ", ""))
    case "list" => if (jsonList(text).isDefined) None else Some("a list of texts, numbers and truths as JSON")
    case "secret" => if (text.nonEmpty) None else Some("the name or the ARN of a secret")
    case _ => None
  }

  private val item = "\\s*(?:\"((?:[^\"\\\\\\x00-\\x1f]|\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+)\"|(-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null))\\s*".r

  // A flat list of JSON: texts as they are, everything else as it is written.
  private def jsonList(text: String): Option[List[String]] = {
    val trimmed = text.trim
    if (!trimmed.startsWith("[") || !trimmed.endsWith("]") || trimmed.length < 2) return None
    val inner = trimmed.substring(1, trimmed.length - 1)
    if (inner.trim.isEmpty) return Some(Nil)
    val matcher = item.pattern.matcher(inner)
    val items = scala.collection.mutable.ListBuffer.empty[String]
    var at = 0
    while (true) {
      matcher.region(at, inner.length)
      if (!matcher.lookingAt()) return None
      items += (if (matcher.group(1) != null) unescaped(matcher.group(1)) else matcher.group(2))
      at = matcher.end
      if (at == inner.length) return Some(items.toList)
      if (inner.charAt(at) != ',') return None
      at += 1
    }
    None
  }

  private def unescaped(text: String): String = {
    val out = new StringBuilder
    var at = 0
    while (at < text.length) {
      val c = text.charAt(at)
      if (c != '\\') { out.append(c); at += 1 }
      else text.charAt(at + 1) match {
        case 'u' => out.append(Integer.parseInt(text.substring(at + 2, at + 6), 16).toChar); at += 6
        case 'n' => out.append('\n'); at += 2
        case 't' => out.append('\t'); at += 2
        case 'r' => out.append('\r'); at += 2
        case 'b' => out.append('\b'); at += 2
        case 'f' => out.append('\f'); at += 2
        case other => out.append(other); at += 2
      }
    }
    out.toString
  }

  // Only names that are there: getResolvedOptions fails for any other.
  private def readArgv(argv: Array[String], names: List[String]): Map[String, String] = {
    val present = names.filter(name => argv.exists(word => word == "--" + name || word.startsWith("--" + name + "=")))
    if (present.isEmpty) Map.empty
    else {
      val options = com.amazonaws.services.glue.util.GlueArgParser.getResolvedOptions(argv, present.toArray)
      present.flatMap(name => options.get(name).map(name -> _)).toMap
    }
  }

  private def readAll(argv: Array[String], workflow: (String, String) => Map[String, String], secret: String => String, declared: List[Declared]): Map[String, Read] = {
    val given_ = readArgv(argv, declared.map(_.name))
    val properties: Map[String, String] =
      if (given_.size == declared.size) Map.empty
      else {
        val run = readArgv(argv, List("WORKFLOW_NAME", "WORKFLOW_RUN_ID"))
        if (run.size < 2) Map.empty else workflow(run("WORKFLOW_NAME"), run("WORKFLOW_RUN_ID"))
      }
    val results: List[Either[String, (String, Read)]] = declared.map { each =>
      val fact: Option[String] = each.fact match {
        case Some("id") => readArgv(argv, List("MILLRACE_RUN")).get("MILLRACE_RUN").orElse(properties.get("millrace:run"))
        case Some(_) => properties.get("millrace:date")
        case None => each.default
      }
      given_.get(each.name).orElse(properties.get("param:" + each.name)).orElse(properties.get(each.name)).orElse(fact) match {
        case None => Left("'" + each.name + "' has no value: pass --" + each.name)
        case Some(text) =>
          fault(each.kind, each.words, text) match {
            case Some(look) => Left("'" + each.name + "': " + (if (each.kind == "secret") "the value" else "'" + text.take(80) + "'") + " is not " + look)
            case None => Right(each.name -> Read(text, secret))
          }
      }
    }
    val problems = results.collect { case Left(problem) => problem }
    if (problems.nonEmpty) throw new ParamsError(problems)
    results.collect { case Right(pair) => pair }.toMap
  }
`.replace(/^\n/, '').trimEnd();

import { LONGEST_MATCHED } from '../pattern.ts';

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

  private final case class Declared(name: String, kind: String, words: List[String], default: Option[String], fact: Option[String], rules: Rules)
  private final case class Rules(shape: Option[String] = None, pattern: Option[String] = None, shown: String = "", minLength: Option[Int] = None, maxLength: Option[Int] = None, min: Option[Double] = None, max: Option[Double] = None, whole: Boolean = false)
  final case class Read(text: String, secret: String => String)

  private def asText(read: Read): String = read.text
  private def asInteger(read: Read): Long = trimmed(read.text).stripPrefix("+").toLong
  private def asDouble(read: Read): Double = trimmed(read.text).toDouble
  private def asBoolean(read: Read): Boolean = read.text == "true"
  private def asDate(read: Read): java.time.LocalDate = java.time.LocalDate.parse(read.text)
  private def asList(read: Read): List[String] = jsonList(read.text).getOrElse(Nil).map(_._1)
  private def asWhole(read: Read): List[Long] = asList(read).map(wholeNumber(_).getOrElse(0L))
  private def asSecret(read: Read): Secret = new Secret(read.text, read.secret)

  private def noWorkflow(name: String, run: String): Map[String, String] = Map.empty
  private def noSecret(reference: String): String = throw new IllegalStateException("load was given no function that fetches a secret")

  // Around a number these mean nothing, as where the declarations are checked.
  private def trimmed(text: String): String = text.replaceAll("\\A[\\s\\x0b\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]+|[\\s\\x0b\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]+\\z", "")
  private def isInteger(text: String): Boolean =
    trimmed(text).matches("[+-]?[0-9]+") && Try(trimmed(text).stripPrefix("+").toLong).toOption.exists(n => n >= -9007199254740991L && n <= 9007199254740991L)
  private def isDouble(text: String): Boolean =
    trimmed(text).matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?") && !trimmed(text).toDouble.isInfinite
  // A number of JSON that is whole, such as 2 or 2.0.
  private def wholeNumber(text: String): Option[Long] =
    if (text.length > 400) None else Try(new java.math.BigDecimal(text)).toOption.filter(n => n.abs.compareTo(new java.math.BigDecimal("9007199254740991")) <= 0).flatMap(n => Try(n.longValueExact).toOption)

  // What a value has to look like, when it does not.
  private def fault(each: Declared, text: String): Option[String] =
    each.rules.shape.filterNot(shape => java.util.regex.Pattern.matches(shape, text)).map(_ => looks(each.kind)).orElse(each.kind match {
      case "integer" => if (isInteger(text)) bounds(each.rules, trimmed(text).toDouble) else Some("a whole number of at most 9007199254740991")
      case "double" => if (isDouble(text)) bounds(each.rules, trimmed(text).toDouble) else Some("a number such as 0.5")
      case "boolean" => if (text == "true" || text == "false") None else Some("true or false")
      case "date" => if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") && Try(java.time.LocalDate.parse(text)).isSuccess) None else Some("a day of the calendar such as 2026-01-31")
      case "enum" => if (each.words.contains(text)) None else Some(each.words.mkString("one of ", ", ", ""))
      case "list" => jsonList(text) match {
        case Some(items) if items.forall { case (item, quoted) => if (each.rules.whole) !quoted && wholeNumber(item).isDefined else quoted } => size(each.rules, items.size, "items")
        case _ => Some(if (each.rules.whole) "a list of whole numbers as JSON" else "a list of texts as JSON")
      }
      case "json" => if (isJson(text) && text.trim != "null") None else Some("JSON other than null")
      case "secret" => None
      case _ => size(each.rules, text.codePointCount(0, text.length), "characters").orElse(each.rules.pattern.filterNot(pattern => text.length <= ${LONGEST_MATCHED} && java.util.regex.Pattern.matches(pattern, text)).map(_ => "of the pattern " + each.rules.shown))
    })
  private def bounds(rules: Rules, value: Double): Option[String] =
    rules.min.filter(value < _).map(least => "at least " + number(least)).orElse(rules.max.filter(value > _).map(most => "at most " + number(most)))
  private def size(rules: Rules, value: Int, unit: String): Option[String] =
    rules.minLength.filter(value < _).map(least => "of at least " + least + " " + unit).orElse(rules.maxLength.filter(value > _).map(most => "of at most " + most + " " + unit))
  private def number(value: Double): String = if (value == value.toLong.toDouble) value.toLong.toString else value.toString
  private def looks(kind: String): String = kind match {
    case "s3Uri" => "an S3 URI such as s3://bucket/folder/"
    case "bucket" => "the name of a bucket such as acme-raw"
    case "iamRole" => "the ARN of a role such as arn:aws:iam::123456789012:role/etl"
    case _ => "the name or the ARN of a secret"
  }

  // Runs of plain characters are taken at once: Java would go one call deeper for each.
  private val item = "\\s*(?:\"((?:[^\"\\\\\\x00-\\x1f]++|\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+)\"|(-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null))\\s*".r

  private val token = "[ \\t\\r\\n]*(?:(\"(?:[^\"\\\\\\x00-\\x1f]++|\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+\")|(-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)|([\\[\\]{},:]))[ \\t\\r\\n]*".r

  // Token by token; wanted is a (v)alue, a value or the end of a list (w), a (k)ey, a key or the end of an object (K), a colon, or a comma or an (e)nd.
  private def isJson(text: String): Boolean = {
    val matcher = token.pattern.matcher(text)
    var open = List.empty[Char]
    var wanted = 'v'
    var at = 0
    while (at < text.length) {
      matcher.region(at, text.length)
      if (!matcher.lookingAt()) return false
      at = matcher.end
      val isText = matcher.group(1) != null
      val mark = if (matcher.group(3) == null) 'v' else matcher.group(3).charAt(0)
      wanted = (wanted, mark) match {
        case ('k' | 'K', 'v') if isText => ':'
        case (':', ':') => 'v'
        case ('v' | 'w', 'v') => 'e'
        case ('v' | 'w', '[') => open = '[' :: open; 'w'
        case ('v' | 'w', '{') => open = '{' :: open; 'K'
        case ('w' | 'e', ']') if open.headOption.contains('[') => open = open.tail; 'e'
        case ('K' | 'e', '}') if open.headOption.contains('{') => open = open.tail; 'e'
        case ('e', ',') if open.nonEmpty => if (open.head == '[') 'v' else 'k'
        case _ => return false
      }
    }
    wanted == 'e' && open.isEmpty
  }

  // A flat list of JSON: texts as they are, everything else as it is written; and whether it is a text.
  private def jsonList(text: String): Option[List[(String, Boolean)]] = {
    val trimmed = text.trim
    if (!trimmed.startsWith("[") || !trimmed.endsWith("]") || trimmed.length < 2) return None
    val inner = trimmed.substring(1, trimmed.length - 1)
    if (inner.trim.isEmpty) return Some(Nil)
    val matcher = item.pattern.matcher(inner)
    val items = scala.collection.mutable.ListBuffer.empty[(String, Boolean)]
    var at = 0
    while (true) {
      matcher.region(at, inner.length)
      if (!matcher.lookingAt()) return None
      items += (if (matcher.group(1) != null) (unescaped(matcher.group(1)), true) else (matcher.group(2), false))
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
        case Some(given) =>
          // Millrace writes this before the name of a secret; no name has a colon.
          val text = if (each.kind == "secret") given.stripPrefix("secretsmanager:") else given
          fault(each, text) match {
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
